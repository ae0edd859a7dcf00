import type { FileCheck } from '@contract/models'
import { AppError } from '../../app-error'
import type { ExportQuantization } from '../export-input'

/** Why a file was not released, and what can be done; null when it passed. */
export function checkFailure({
  model,
  quantization,
  checks
}: {
  model: string
  quantization: ExportQuantization
  checks: readonly FileCheck[]
}): AppError | null {
  const failed = checks.find(({ passed }) => !passed)
  if (!failed) return null
  return new AppError({
    code: 'export_failed',
    message: `The ${quantization} file of “${model}” was not released. ${failed.detail} The adapter and the merged model are unharmed.`,
    remedy: { text: remedyFor(failed.name, quantization), action: 'retry' },
    detail: checks
      .map(({ name, passed, detail }) => `${name}: ${passed ? 'passed' : 'FAILED'}: ${detail}`)
      .join('\n')
  })
}

function remedyFor(name: FileCheck['name'], quantization: ExportQuantization): string {
  switch (name) {
    case 'header':
    case 'canary':
      return 'Export it again; the file is made anew. If it fails again, copy the details and keep using the earlier model.'
    case 'tokenizer':
    case 'template':
    case 'endOfTurn':
      return 'Export it again; if it fails again, the converter does not know this base model well enough: train on another base, or try the adapter on its base without an export.'
    case 'perplexity':
      return quantization === 'F16'
        ? 'Export it again; the file is made anew. If it fails again, copy the details and keep using the earlier model.'
        : 'Export it with less quantization, such as Q8_0 or F16.'
  }
}
