import { renderPrompt } from '../../generation/embedded/prompt'

/** What Ollama needs beside the weights: it reads templates in Go's language, and not the file's own. */
export type OllamaTemplate = {
  template: string
  /** What the file's template says where nobody gives a system message. */
  system: string | null
  stop: string[]
}

/** Families by a marker of their chat template. Source: the templates in Ollama's own library. */
const FAMILIES: readonly { marker: string; template: string; stop: string[]; system: RegExp }[] = [
  {
    marker: '<|im_start|>',
    template:
      '{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n',
    stop: ['<|im_start|>', '<|im_end|>'],
    system: /^<\|im_start\|>system\n([\s\S]*?)<\|im_end\|>/
  },
  {
    marker: '<|start_header_id|>',
    template:
      '{{- range .Messages }}<|start_header_id|>{{ .Role }}<|end_header_id|>\n\n{{ .Content }}<|eot_id|>{{ end }}<|start_header_id|>assistant<|end_header_id|>\n\n',
    stop: ['<|start_header_id|>', '<|eot_id|>'],
    system: /<\|start_header_id\|>system<\|end_header_id\|>\n\n([\s\S]*?)<\|eot_id\|>/
  }
]

/** Null for a family that Ollama is left to recognize by itself. */
export function ollamaTemplate(chatTemplate: string): OllamaTemplate | null {
  const family = FAMILIES.find(({ marker }) => chatTemplate.includes(marker))
  if (!family) return null
  const { template, stop, system } = family
  const unasked = renderPrompt({
    chatTemplate,
    messages: [{ role: 'user', content: 'Hello' }],
    specialTokens: {}
  })
  return { template, stop, system: system.exec(unasked)?.[1]?.trim() ?? null }
}
