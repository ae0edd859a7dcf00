import type { SettingGroup } from './setting-group'

/** What holds for every stage. */
export const commonSettings: readonly SettingGroup[] = [
  {
    title: 'Adapter',
    text: 'LoRA: small matrices beside the model’s weights, which stay as they are.',
    fields: [
      {
        key: 'lora.r',
        label: 'LoRA rank',
        hint: 'Room for what is learned. Larger holds more and takes more memory.',
        read: ({ lora }) => lora.r
      },
      {
        key: 'lora.alpha',
        label: 'LoRA alpha',
        hint: 'How loudly the adapter speaks; mostly twice the rank.',
        read: ({ lora }) => lora.alpha
      },
      {
        key: 'lora.dropout',
        label: 'Dropout',
        hint: 'Share of the adapter left out at random, against learning by heart.',
        read: ({ lora }) => lora.dropout
      }
    ]
  },
  {
    title: 'All stages',
    text: 'How the steps are made.',
    fields: [
      {
        key: 'maxLength',
        label: 'Longest example',
        hint: 'Tokens. Longer rows are left out, and the run says so. Shorter takes less memory.',
        read: ({ maxLength }) => maxLength
      },
      {
        key: 'maxSteps',
        label: 'Most steps a stage',
        hint: 'For a short try.',
        read: ({ maxSteps }) => maxSteps,
        empty: 'all'
      },
      {
        key: 'warmupSteps',
        label: 'Warm-up steps',
        hint: 'Steps over which the learning rate rises to its full height.',
        read: ({ warmupSteps }) => warmupSteps
      },
      {
        key: 'keepWeight',
        label: 'Hold to the base',
        hint: 'How firmly ordinary prose stays as the base has it. 0 lets it forget.',
        read: ({ keepWeight }) => keepWeight
      },
      {
        key: 'maxGradNorm',
        label: 'Largest gradient',
        hint: 'A steeper pull is cut to this length, so that one odd row does no harm.',
        read: ({ maxGradNorm }) => maxGradNorm
      },
      {
        key: 'seed',
        label: 'Seed',
        hint: 'The same seed on the same machine gives the same run.',
        read: ({ seed }) => seed
      },
      {
        key: 'device',
        label: 'Device',
        hint: 'Automatic takes the fastest that is there.',
        read: ({ device }) => device,
        choices: [
          { value: 'auto', label: 'Automatic' },
          { value: 'cpu', label: 'Processor (CPU)' },
          { value: 'mps', label: 'Apple GPU (MPS)' },
          { value: 'cuda', label: 'NVIDIA GPU (CUDA)' }
        ]
      },
      {
        key: 'precision',
        label: 'Precision',
        hint: 'Of the base’s weights. The adapter always has full precision.',
        read: ({ precision }) => precision,
        choices: [
          { value: 'auto', label: 'Automatic' },
          { value: 'fp32', label: 'Full (fp32)' },
          { value: 'bf16', label: 'Half (bf16)' }
        ]
      },
      {
        key: 'quantization',
        label: 'Base in memory',
        hint: 'In 4 bits (QLoRA) it takes a quarter of the memory and is a little less exact.',
        read: ({ quantization }) => quantization,
        choices: [
          { value: 'none', label: 'As it is' },
          { value: 'nf4', label: '4 bits (NF4)' }
        ]
      }
    ]
  },
  {
    title: 'Measuring and keeping',
    text: 'When it looks at the held-out topics, and what it ends with.',
    fields: [
      {
        key: 'result',
        label: 'Ends with',
        hint: 'The best has the lowest loss on the held-out topics.',
        read: ({ result }) => result,
        choices: [
          { value: 'last', label: 'Last checkpoint' },
          { value: 'best', label: 'Best checkpoint' }
        ]
      },
      {
        key: 'patience',
        label: 'Patience',
        hint: 'Measurements without a better loss that end a stage early. 0 goes on to the end.',
        read: ({ patience }) => patience
      },
      {
        key: 'evalEvery',
        label: 'Measure every',
        hint: 'Steps between two looks at the held-out topics.',
        read: ({ evalEvery }) => evalEvery,
        empty: 'about four a stage'
      },
      {
        key: 'saveEvery',
        label: 'Checkpoint every',
        hint: 'Steps. After a crash the run goes on from the last one.',
        read: ({ saveEvery }) => saveEvery
      },
      {
        key: 'sampleEvery',
        label: 'Samples every',
        hint: 'Steps between drafts that it writes on the sample topics. 0 writes none.',
        read: ({ sampleEvery }) => sampleEvery,
        empty: 'each time it measures'
      },
      {
        key: 'sampleTokens',
        label: 'Sample length',
        hint: 'Tokens of the drafts that it writes while it trains.',
        read: ({ sampleTokens }) => sampleTokens
      }
    ]
  }
]
