export default function ModelsPage() {
  return <main className="main" id="page" />
}
