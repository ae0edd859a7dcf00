import { z } from 'zod'

const Read = z.object({ ids: z.array(z.int()), text: z.string() })
const Token = z.object({ id: z.int(), text: z.string() })

/** How the model folder's own tokenizer and template read what they were shown (`trainer/tokens.py`). */
export const OwnReading = z.object({
  texts: z.array(Read),
  conversations: z.array(z.array(z.int())),
  /** What the template writes behind an answer. */
  end: Token,
  /** All tokens with which an answer may end. */
  ends: z.array(Token)
})
export type OwnReading = z.infer<typeof OwnReading>

/** How many nats a passage of so many tokens took. */
export const Foretold = z.object({ tokens: z.int().positive(), nats: z.number() })
export type Foretold = z.infer<typeof Foretold>

/** Into how many equally likely tokens the model is torn at each one, on average. */
export const perplexity = ({ tokens, nats }: Foretold): number => Math.exp(nats / tokens)
