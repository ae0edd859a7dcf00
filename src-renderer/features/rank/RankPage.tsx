export default function RankPage() {
  return <main className="main" id="page" />
}
