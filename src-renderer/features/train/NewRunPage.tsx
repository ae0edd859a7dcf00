export default function NewRunPage() {
  return <main className="main" id="page" />
}
