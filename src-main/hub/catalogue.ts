import type { HubBase } from '@contract/hub'
import type { BaseShape } from '../training/base-shape'

/**
 * A repository whose figures are known before anything is asked of a hub. The revision is not: it is
 * looked up when it is fetched, and kept in the registry.
 */
export type CatalogueBase = NonNullable<HubBase['facts']> & {
  repository: string
  name: string
  /** From its `config.json`. */
  shape: BaseShape
}

const apache = { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' }

const smollm = { licence: apache, gated: false, contextLength: 8192, template: 'ChatML' } as const
const smollmShape = { vocabulary: 49_152, tied: true } as const
const llama3 = { gated: true, contextLength: 131_072, template: 'Llama 3' } as const
const mit = (repository: string): { name: string; url: string } => ({
  name: 'MIT',
  url: `https://huggingface.co/${repository}/resolve/main/LICENSE`
})

/**
 * Small ones first. Sizes are those of the safetensors files, which are in 16 bits; parameters and
 * shapes are those of each repository's own config. All are of kinds that the trainer was tried with.
 */
export const catalogue: readonly CatalogueBase[] = [
  {
    repository: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    name: 'SmolLM2 135M Instruct',
    ...smollm,
    parameters: 134_515_008,
    downloadBytes: 269_060_552,
    note: 'The starter model without the rounding of its four bits.',
    shape: {
      ...smollmShape,
      layers: 30,
      hidden: 576,
      intermediate: 1536,
      query: 576,
      keyValue: 192
    }
  },
  {
    repository: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    name: 'SmolLM2 360M Instruct',
    ...smollm,
    parameters: 361_821_120,
    downloadBytes: 723_674_912,
    note: null,
    shape: {
      ...smollmShape,
      layers: 32,
      hidden: 960,
      intermediate: 2560,
      query: 960,
      keyValue: 320
    }
  },
  {
    repository: 'Qwen/Qwen3-0.6B',
    name: 'Qwen3 0.6B',
    licence: apache,
    gated: false,
    parameters: 596_049_920,
    downloadBytes: 1_503_300_328,
    contextLength: 40_960,
    template: 'ChatML with thoughts',
    note: 'Made to think before it answers; it is trained to answer at once.',
    shape: {
      layers: 28,
      hidden: 1024,
      intermediate: 3072,
      query: 2048,
      keyValue: 1024,
      vocabulary: 151_936,
      tied: true
    }
  },
  {
    repository: 'google/gemma-3-1b-it',
    name: 'Gemma 3 1B',
    licence: { name: 'Gemma', url: 'https://ai.google.dev/gemma/terms' },
    gated: true,
    parameters: 999_885_952,
    downloadBytes: 1_999_811_208,
    contextLength: 32_768,
    template: 'Gemma',
    note: 'Some of its layers see only 512 tokens back, so a run with longer texts is refused.',
    shape: {
      layers: 26,
      hidden: 1152,
      intermediate: 6912,
      query: 1024,
      keyValue: 256,
      vocabulary: 262_144,
      tied: true
    }
  },
  {
    repository: 'meta-llama/Llama-3.2-1B-Instruct',
    name: 'Llama 3.2 1B Instruct',
    ...llama3,
    licence: {
      name: 'Llama 3.2 Community',
      url: 'https://www.llama.com/llama3_2/license/'
    },
    parameters: 1_235_814_400,
    downloadBytes: 2_471_645_608,
    note: null,
    shape: {
      layers: 16,
      hidden: 2048,
      intermediate: 8192,
      query: 2048,
      keyValue: 512,
      vocabulary: 128_256,
      tied: true
    }
  },
  {
    repository: 'HuggingFaceTB/SmolLM2-1.7B-Instruct',
    name: 'SmolLM2 1.7B Instruct',
    ...smollm,
    parameters: 1_711_376_384,
    downloadBytes: 3_422_777_952,
    note: null,
    shape: {
      ...smollmShape,
      layers: 24,
      hidden: 2048,
      intermediate: 8192,
      query: 2048,
      keyValue: 2048
    }
  },
  {
    repository: 'Qwen/Qwen3-1.7B',
    name: 'Qwen3 1.7B',
    licence: apache,
    gated: false,
    parameters: 1_720_574_976,
    downloadBytes: 4_063_515_640,
    contextLength: 40_960,
    template: 'ChatML with thoughts',
    note: 'Made to think before it answers; it is trained to answer at once.',
    shape: {
      layers: 28,
      hidden: 2048,
      intermediate: 6144,
      query: 2048,
      keyValue: 1024,
      vocabulary: 151_936,
      tied: true
    }
  },
  {
    repository: 'meta-llama/Llama-3.2-3B-Instruct',
    name: 'Llama 3.2 3B Instruct',
    ...llama3,
    licence: {
      name: 'Llama 3.2 Community',
      url: 'https://www.llama.com/llama3_2/license/'
    },
    parameters: 3_212_749_824,
    downloadBytes: 6_425_529_048,
    note: null,
    shape: {
      layers: 28,
      hidden: 3072,
      intermediate: 8192,
      query: 3072,
      keyValue: 1024,
      vocabulary: 128_256,
      tied: true
    }
  },
  {
    repository: 'microsoft/Phi-3-mini-4k-instruct',
    name: 'Phi-3 mini 4k Instruct',
    licence: mit('microsoft/Phi-3-mini-4k-instruct'),
    gated: false,
    parameters: 3_821_079_552,
    downloadBytes: 7_642_181_880,
    contextLength: 4096,
    template: 'Phi-3',
    note: 'Its layers see only 2,047 tokens back, so a run with longer texts is refused.',
    shape: {
      layers: 32,
      hidden: 3072,
      intermediate: 8192,
      query: 3072,
      keyValue: 3072,
      vocabulary: 32_064,
      tied: false
    }
  },
  {
    repository: 'microsoft/Phi-4-mini-instruct',
    name: 'Phi-4 mini Instruct',
    licence: mit('microsoft/Phi-4-mini-instruct'),
    gated: false,
    parameters: 3_836_021_760,
    downloadBytes: 7_672_066_408,
    contextLength: 131_072,
    template: 'Phi-4',
    note: null,
    shape: {
      layers: 32,
      hidden: 3072,
      intermediate: 8192,
      query: 3072,
      keyValue: 1024,
      vocabulary: 200_064,
      tied: true
    }
  },
  {
    repository: 'Qwen/Qwen3-4B-Instruct-2507',
    name: 'Qwen3 4B Instruct',
    licence: apache,
    gated: false,
    parameters: 4_022_468_096,
    downloadBytes: 8_044_982_080,
    contextLength: 262_144,
    template: 'ChatML',
    note: null,
    shape: {
      layers: 36,
      hidden: 2560,
      intermediate: 9728,
      query: 4096,
      keyValue: 1024,
      vocabulary: 151_936,
      tied: true
    }
  },
  {
    repository: 'mistralai/Mistral-7B-Instruct-v0.3',
    name: 'Mistral 7B Instruct v0.3',
    licence: apache,
    gated: false,
    parameters: 7_248_023_552,
    downloadBytes: 14_496_078_512,
    contextLength: 32_768,
    template: 'Mistral',
    note: null,
    shape: {
      layers: 32,
      hidden: 4096,
      intermediate: 14_336,
      query: 4096,
      keyValue: 1024,
      vocabulary: 32_768,
      tied: false
    }
  },
  {
    repository: 'meta-llama/Llama-3.1-8B-Instruct',
    name: 'Llama 3.1 8B Instruct',
    ...llama3,
    licence: {
      name: 'Llama 3.1 Community',
      url: 'https://www.llama.com/llama3_1/license/'
    },
    parameters: 8_030_261_248,
    downloadBytes: 16_060_556_376,
    note: null,
    shape: {
      layers: 32,
      hidden: 4096,
      intermediate: 14_336,
      query: 4096,
      keyValue: 1024,
      vocabulary: 128_256,
      tied: false
    }
  }
]
