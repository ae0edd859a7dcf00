import type { SettingGroup } from './setting-group'

const learningRate =
  'How far each step moves the weights. Too high and loss jumps; too low and nothing is learned.'
const epochs = 'How often each example is seen. More repeats teach more, and then learn by heart.'

/** What each stage has of its own. */
export const stageSettings: readonly SettingGroup[] = [
  {
    title: 'Imitate',
    text: 'Supervised learning (SFT) from your best and edited drafts.',
    stage: 'sft',
    fields: [
      {
        key: 'sft.learningRate',
        label: 'Learning rate',
        hint: learningRate,
        read: ({ sft }) => sft.learningRate
      },
      { key: 'sft.epochs', label: 'Epochs', hint: epochs, read: ({ sft }) => sft.epochs },
      {
        key: 'sft.batchSize',
        label: 'Batch',
        hint: 'Answers a step. Smaller makes more steps.',
        read: ({ sft }) => sft.batchSize
      }
    ]
  },
  {
    title: 'Prefer',
    text: 'Preference learning (DPO) from the order of your rankings.',
    stage: 'dpo',
    fields: [
      {
        key: 'dpo.learningRate',
        label: 'Learning rate',
        hint: learningRate,
        read: ({ dpo }) => dpo.learningRate
      },
      { key: 'dpo.epochs', label: 'Epochs', hint: epochs, read: ({ dpo }) => dpo.epochs },
      {
        key: 'dpo.batchSize',
        label: 'Batch',
        hint: 'Rankings a step. Smaller makes more steps.',
        read: ({ dpo }) => dpo.batchSize
      },
      {
        key: 'dpo.beta',
        label: 'Beta',
        hint: 'How closely it is held to where this stage began. Smaller lets it go further.',
        read: ({ dpo }) => dpo.beta
      },
      {
        key: 'dpo.sftWeight',
        label: 'Imitation weight',
        hint: 'How much it also imitates the best draft. 0 switches that off, and answers may shrink.',
        read: ({ dpo }) => dpo.sftWeight
      },
      {
        key: 'dpo.loss',
        label: 'Loss',
        hint: 'Pairs weigh each two drafts; Plackett–Luce weighs the whole order.',
        read: ({ dpo }) => dpo.loss,
        choices: [
          { value: 'sigmoid', label: 'Pairs' },
          { value: 'plackettLuce', label: 'Plackett–Luce' }
        ]
      }
    ]
  },
  {
    title: 'Score',
    text: 'A reward model: it predicts your ranking and does not write.',
    stage: 'reward',
    fields: [
      {
        key: 'reward.learningRate',
        label: 'Learning rate',
        hint: learningRate,
        read: ({ reward }) => reward.learningRate
      },
      { key: 'reward.epochs', label: 'Epochs', hint: epochs, read: ({ reward }) => reward.epochs },
      {
        key: 'reward.batchSize',
        label: 'Batch',
        hint: 'Rankings a step. Smaller makes more steps.',
        read: ({ reward }) => reward.batchSize
      },
      {
        key: 'reward.loss',
        label: 'Loss',
        hint: 'Regression says +1, 0 or −1 for a draft; Bradley–Terry only which of two is better.',
        read: ({ reward }) => reward.loss,
        choices: [
          { value: 'regression', label: 'Regression' },
          { value: 'bradleyTerry', label: 'Bradley–Terry' }
        ]
      }
    ]
  }
]
