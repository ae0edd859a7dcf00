/**
 * Whether a server's echo names the model that was asked for. Servers add a publisher, a
 * quantization (`@q8_0`), an instance (`:2`), a date, or take a folder away; some echo nothing.
 */
export function sameModel(asked: string, answered: string | undefined): boolean {
  if (answered === undefined || answered === '') return true
  const [a, b] = [plainName(asked), plainName(answered)]
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`)
}

function plainName(name: string): string {
  const file = name.toLowerCase().split(/[/\\]/).at(-1) ?? ''
  return file
    .replace(/\.gguf$/, '')
    .replace(/@[^@:]*$/, '')
    .replace(/:(\d+|latest)$/, '')
}
