export default function RunPage() {
  return <main className="main" id="page" />
}
