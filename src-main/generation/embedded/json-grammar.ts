import type { GbnfJsonBasicSchema, LlamaGrammar, LlamaModel } from 'node-llama-cpp'
import { AppError } from '../../app-error'

/**
 * A grammar that lets nothing but JSON of this schema through; null without a schema.
 *
 * @throws AppError `invalid_input` for a schema that the engine cannot turn into a grammar
 */
export async function createJsonGrammar(
  { llama }: LlamaModel,
  schema: Record<string, unknown> | null
): Promise<LlamaGrammar | null> {
  if (schema === null) return null
  try {
    // The bindings check the schema as they read it; what they cannot read is thrown.
    return await llama.createGrammarForJsonSchema(schema as GbnfJsonBasicSchema)
  } catch (thrown) {
    throw new AppError({
      code: 'invalid_input',
      message: 'This JSON schema cannot be followed by the built-in engine. Nothing was written.',
      remedy: {
        text: 'Leave out what is not type, properties, items, enum, const, oneOf or $ref.'
      },
      cause: thrown
    })
  }
}

/** The bindings' grammar for JSON goes on with line ends once the value is whole. */
export const endsJson = (text: string): boolean => text.endsWith('\n\n\n\n')
