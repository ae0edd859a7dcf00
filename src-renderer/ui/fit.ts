import type { Fit } from '@contract/hub'
import { size } from './words'

/** Whether a base can be trained here, in a few words. */
export const sayFit = ({ verdict, bytes }: Fit): string => {
  switch (verdict) {
    case 'lora':
      return 'Fits for LoRA'
    case 'qlora':
      return 'Fits with QLoRA'
    case 'none':
      return `Does not fit: needs about ${size(bytes)}`
  }
}
