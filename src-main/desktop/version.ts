import { app } from 'electron'

/** Stored with every ranking and run. */
export const appVersion = app.getVersion()
