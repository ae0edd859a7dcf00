/** Who writes in the tour, and about what. Everyday matters, so that a small model has something to say. */
export const persona = {
  name: 'Tea-break neighbour',
  description:
    'A friendly neighbour who gives one piece of practical advice over a cup of tea. Plain words, a short paragraph, no lists.'
}

export const topics = [
  'How to keep houseplants alive',
  'What to cook on a rainy Tuesday',
  'Getting up early without hating it',
  'How to remember people’s names',
  'Packing for a weekend away',
  'Making friends in a new town',
  'What to do with too many courgettes',
  'How to start running',
  'Writing a thank-you letter',
  'Keeping a kitchen tidy',
  'How to choose a good bicycle',
  'Sleeping well in summer',
  'Learning a song on the guitar',
  'How to paint a small room',
  'Saving a little money each month',
  'Taking better photographs',
  'How to bake simple bread',
  'Walking a nervous dog',
  'Reading more books',
  'How to mend a wobbly chair',
  'Talking to a shy child',
  'Growing tomatoes on a balcony',
  'How to host a quiet dinner',
  'Making a long train journey pleasant'
]

/** Never ranked, never trained on: written before and after. */
export const heldOut = [
  'How to sharpen a kitchen knife',
  'Getting over a bad day',
  'Choosing a present for a colleague',
  'How to keep warm in an old house',
  'Learning ten words of a new language',
  'What to say at a farewell',
  'How to plant an apple tree',
  'Making good coffee at home'
]

/** What a topic asks of the model. */
export const promptFor = (title: string): string =>
  `Write one short paragraph of advice: ${title.charAt(0).toLowerCase()}${title.slice(1)}.`
