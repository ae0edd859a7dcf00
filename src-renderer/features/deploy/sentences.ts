/** The first sentence says what failed; what follows says why. */
export const firstSentence = (message: string): { title: string; rest: string } => {
  const end = /[.”](?=\s+[A-Z“])/.exec(message)
  if (!end) return { title: message, rest: '' }
  const at = end.index + 1
  return { title: message.slice(0, at), rest: message.slice(at).trim() }
}
