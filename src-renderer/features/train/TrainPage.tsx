export default function TrainPage() {
  return <main className="main" id="page" />
}
