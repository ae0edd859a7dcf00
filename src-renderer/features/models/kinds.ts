import type { Model } from '@contract/models'

/** What a file of a line is called in running text: “the adapter”, “the Q4_K_M file”. */
export const kindName = ({ kind, quantization }: Model): string => {
  switch (kind) {
    case 'base':
      return 'the base model'
    case 'adapter':
      return 'the adapter'
    case 'reward':
      return 'the reward model'
    case 'merged':
      return 'the full weights'
    case 'gguf':
      return `the ${quantization ?? 'GGUF'} file`
  }
}
