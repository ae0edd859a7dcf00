import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { checkTemplate } from '../../../src-main/hub/check-template'

const TEMPLATES = path.resolve(import.meta.dirname, '../../fixtures/chat-templates')

/** As the trainer's own tests have them: each family, and the token that ends a turn there. */
const masked: [string, string][] = [
  ['smollm2/SmolLM2-Instruct.jinja', '<|im_end|>'],
  ['llama.cpp/HuggingFaceTB-SmolLM3-3B.jinja', '<|im_end|>'],
  ['llama.cpp/Qwen-Qwen2.5-7B-Instruct.jinja', '<|im_end|>'],
  ['llama.cpp/Qwen-Qwen3-0.6B.jinja', '<|im_end|>'],
  ['llama.cpp/Qwen3-Coder.jinja', '<|im_end|>'],
  ['llama.cpp/deepseek-ai-DeepSeek-V3.1.jinja', '<｜end▁of▁sentence｜>'],
  ['llama.cpp/ibm-granite-granite-3.3-2B-Instruct.jinja', '<|end_of_text|>'],
  ['llama.cpp/microsoft-Phi-3.5-mini-instruct.jinja', '<|end|>'],
  ['llama.cpp/mistralai-Mistral-Nemo-Instruct-2407.jinja', '</s>'],
  ['llama.cpp/unsloth-mistral-Devstral-Small-2507.jinja', '</s>'],
  ['mistral.rs/llama3.json', '<|eot_id|>'],
  ['mistral.rs/phi3.5.json', '<|end|>'],
  ['chujiezheng/chatml.jinja', '<|im_end|>'],
  ['chujiezheng/phi-3.jinja', '<|end|>'],
  ['chujiezheng/zephyr.jinja', '</s>'],
  ['chujiezheng/alpaca.jinja', '</s>'],
  ['chujiezheng/vicuna.jinja', '</s>'],
  ['chujiezheng/mistral-instruct.jinja', '</s>']
]

test.each(masked)('%s can be trained on', (file, end) => {
  expect(check(file, end)).toEqual([])
})

test('the families that the trainer refuses are refused before anything is fetched', () => {
  expect(
    check('llama.cpp/deepseek-ai-DeepSeek-R1-Distill-Qwen-32B.jinja', '<｜end▁of▁sentence｜>')
  ).toEqual(['Its chat template writes a prompt differently once an answer follows.'])
  expect(check('llama.cpp/GLM-4.6.jinja', '<|user|>')).toEqual([
    'Its chat template does not end an answer with an end-of-turn token.'
  ])
})

test('a template that refuses personas, one that never ends, and none at all', () => {
  const withoutSystem =
    "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('No system') }}{% endif %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
  expect(checkText(withoutSystem)).toEqual([
    'Its chat template refuses a system message, and the persona is one.'
  ])
  expect(checkText('{% for i in range(100000000) %}{{ i }}{% endfor %}')[0]).toContain(
    'it does not end'
  )
  expect(checkText(null)[0]).toContain('It has no chat template')
})

test('the end of a turn may be named by its id alone', () => {
  const files = {
    ...none,
    templateFile:
      '{% for m in messages %}<{{ m.role }}>{{ m.content }}<end_of_turn>{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}',
    tokenizer: { added_tokens: [{ id: 106, content: '<end_of_turn>' }] },
    generation: { eos_token_id: [1, 106] }
  }
  expect(checkTemplate(files)).toEqual([])
  expect(checkTemplate({ ...files, generation: null })).toEqual([
    'It names no token that ends a turn.'
  ])
})

const none = {
  tokenizer: null,
  tokenizerConfig: null,
  generation: null,
  config: null,
  templateFile: null,
  templateJson: null
}

const checkText = (template: string | null): string[] =>
  checkTemplate({ ...none, tokenizerConfig: { eos_token: '</s>', chat_template: template } })

function check(file: string, end: string): string[] {
  const source = fs.readFileSync(path.join(TEMPLATES, file), 'utf8')
  const eos = { bos_token: '<bos>', eos_token: { content: end } }
  if (file.endsWith('.json')) {
    return checkTemplate({ ...none, tokenizerConfig: eos, templateJson: JSON.parse(source) })
  }
  // This collection is written over several lines for people; its README says to join them.
  const joined = source.replaceAll('    ', '').replaceAll('\n', '')
  const templateFile = file.startsWith('chujiezheng') ? joined : source
  return checkTemplate({ ...none, tokenizerConfig: eos, templateFile })
}
