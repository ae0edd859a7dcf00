/** The most that one paste can hold, in bytes of a file; main counts characters. */
const MOST_BYTES = 2_000_000

export type ReadFile = { text: string } | { problem: string }

/** The lines of a text or Markdown file, or in a sentence why it was not read. */
export const readTextFile = async (file: File): Promise<ReadFile> => {
  if (!/\.(txt|md|markdown)$/i.test(file.name)) {
    return {
      problem: `“${file.name}” is not a .txt or .md file. Save it as plain text, or paste its lines.`
    }
  }
  if (file.size > MOST_BYTES) {
    return {
      problem: `“${file.name}” has ${megabytes(file.size)}, and 2 MB is the most for one go. Split it in two.`
    }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    if (text.trim() === '') return { problem: `“${file.name}” is empty.` }
    return { text: text.replace(/\r\n?/g, '\n').trimEnd() }
  } catch {
    return {
      problem: `“${file.name}” could not be read as UTF-8 text. Save it as UTF-8, or paste its lines.`
    }
  }
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`
