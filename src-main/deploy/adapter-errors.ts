import { AppError } from '../app-error'

export const notAnAdapter = (name: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `“${name}” is not an adapter, so there is nothing to lay over a base model.`,
    remedy: { text: 'Choose the adapter that a run has made.' }
  })

export const adapterGone = ({ name, path }: { name: string; path: string }): AppError =>
  new AppError({
    code: 'not_found',
    message: `The adapter of “${name}” is no longer at ${path}, so nothing can be made of it. Nothing was changed.`,
    remedy: { text: 'Put its folder back in its place, or train it again.' }
  })
