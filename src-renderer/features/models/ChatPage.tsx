export default function ChatPage() {
  return <main className="main" id="page" />
}
