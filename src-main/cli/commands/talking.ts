import { randomInt, randomUUID } from 'node:crypto'
import readline from 'node:readline/promises'
import type { Command } from 'commander'
import type { App } from '../../app'
import type { Client } from '../../client'
import { addCommand, onProject, type CommonOptions } from '../command'
import { findModel, findPersona } from '../find'
import { complain, say } from '../terminal'

/** `chat` and `serve`: the models, asked by a person or by other programs. */
export function addTalkingCommands(program: Command): void {
  addCommand(program, 'chat', 'ask a model; without --prompt, question after question')
    .argument('[model]', 'by name or id; else the newest that can answer')
    .option('--persona <name>', 'in this voice')
    .option('--prompt <text>', 'one question, then the end')
    .option('--seed <n>', 'the same seed gives the same answer', Number)
    .action(chat)

  addCommand(program, 'serve', 'the OpenAI-compatible server, until Ctrl+C')
    .option('--port <n>', 'of this computer; only it can reach the server', Number)
    .addHelpText(
      'after',
      '\nThe token is printed at the start, or taken from UNDERSTUDY_SERVE_TOKEN.\nRoutes: /v1/models, /v1/chat/completions, /v1/personas, /v1/drafts.'
    )
    .action((options: CommonOptions & { port?: number }) => serve(options))
}

type Chatting = CommonOptions & { persona?: string; prompt?: string; seed?: number }

async function chat(model: string | undefined, options: Chatting): Promise<void> {
  await onProject(options, async ({ app, call, tell, json }) => {
    const modelId = model === undefined ? await newest(call) : (await findModel(call, model)).id
    const personaId =
      options.persona === undefined ? null : (await findPersona(call, options.persona)).id
    const ask = (prompt: string, quiet: boolean) =>
      answer({ app, call, modelId, personaId, prompt, seed: options.seed, quiet })
    if (options.prompt !== undefined) {
      const text = await ask(options.prompt, json)
      if (json) tell({ modelId, text }, () => text)
      return
    }
    const lines = readline.createInterface({ input: process.stdin, output: process.stdout })
    process.stdout.write('> ')
    for await (const line of lines) {
      if (line.trim() !== '') await ask(line, false)
      process.stdout.write('> ')
    }
    say()
  })
}

type Asked = {
  app: App
  call: Client
  modelId: string
  personaId: string | null
  prompt: string
  seed: number | undefined
  quiet: boolean
}

async function answer({ app, call, modelId, personaId, prompt, seed, quiet }: Asked) {
  const chatId = randomUUID()
  let shown = ''
  const stopListening = app.events.listen(({ name, payload }) => {
    if (quiet || name !== 'chat.answer' || payload.chatId !== chatId) return
    process.stdout.write(payload.answer.text.slice(shown.length))
    shown = payload.answer.text
  })
  try {
    const [given] = await call('chat.ask', {
      chatId,
      modelIds: [modelId],
      personaId,
      prompt,
      seed: seed ?? randomInt(0x7fffffff)
    })
    const text = given?.text ?? ''
    if (!quiet) say(text.slice(shown.length))
    return text
  } finally {
    stopListening()
  }
}

/** What a tuned model made last, else the base that ships with the app. */
async function newest(call: Client): Promise<string> {
  const models = await call('models.list', {})
  const usable = models.filter(
    ({ kind, missing, path }) =>
      !missing && (kind === 'gguf' || (kind === 'base' && path.endsWith('.gguf')))
  )
  const tuned = usable.findLast(({ kind }) => kind === 'gguf')
  return (tuned ?? usable[0])?.id ?? (await findModel(call, 'a model')).id
}

async function serve(options: CommonOptions & { port?: number }): Promise<void> {
  await onProject(options, async ({ call, tell, json }) => {
    // The window's own setting stays as it is.
    const server = await call('server.update', {
      on: true,
      keep: false,
      ...(options.port === undefined ? {} : { port: options.port })
    })
    const { token } = await call('server.token', {})
    tell({ address: server.address, token, models: server.models, error: server.error }, () =>
      server.error
        ? `${server.error.message} ${server.error.remedy?.text ?? ''}`
        : `Answers at ${server.address}\nToken:  ${token}\nModels: ${server.models.join(', ')}`
    )
    if (server.state !== 'on') {
      process.exitCode = 1
      return
    }
    if (!json) complain('Ctrl+C ends it.')
    await new Promise<void>((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
        process.once(signal, () => resolve())
      }
    })
  })
}
