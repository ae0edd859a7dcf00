/** One line of the story. */
export function say(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** The same beside what the command is there to say. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** A line that moves: rewritten in place on a terminal, and every quarter written plainly elsewhere. */
export function movingLine(label: string): {
  update: (fraction: number | null, text: string) => void
  end: (text: string) => void
} {
  const live = process.stdout.isTTY
  let lastQuarter = 0
  const write = (text: string): void => {
    process.stdout.write(live ? `\r\u001b[2K${text}` : `${text}\n`)
  }
  return {
    update: (fraction, text) => {
      const percent = fraction === null ? '' : ` ${String(Math.floor(fraction * 100)).padStart(3)}%`
      const quarter = Math.floor((fraction ?? 0) * 4)
      if (!live && quarter <= lastQuarter) return
      lastQuarter = quarter
      write(`  · ${label}${percent}  ${text}`)
    },
    end: (text) => {
      write(`  ✓ ${label}: ${text}`)
      if (live) process.stdout.write('\n')
    }
  }
}

export function seconds(ms: number): string {
  const total = Math.round(ms / 1000)
  return total < 90
    ? `${String(total)} s`
    : `${String(Math.floor(total / 60))} min ${String(total % 60)} s`
}

/** Columns padded to their widest cell: figures at the right, words at the left. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = (rows[0] ?? []).map((head, column) => {
    const cells = rows.map((row) => row[column] ?? '')
    const width = Math.max(...cells.map((cell) => cell.length))
    const below = cells.filter((cell) => cell !== head)
    const numeric = below.length > 0 && below.every((cell) => FIGURE.test(cell))
    return { width, numeric }
  })
  const pad = (cell: string, column: number): string => {
    const { width = 0, numeric = false } = columns[column] ?? {}
    return numeric ? cell.padStart(width) : cell.padEnd(width)
  }
  return rows.map((row) => `  ${row.map(pad).join('   ').trimEnd()}`).join('\n')
}

const FIGURE = /^(–|[\d.,]+( ?(%|[kMG]B|s|rows))?)?$/
