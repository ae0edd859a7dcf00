import type { ChartSeries } from '../../../ui/chart-data'

/** The chart’s colours in their order; as many runs can be compared at once. */
export const looks: readonly ChartSeries['look'][] = ['ink', 'blue', 'ochre', 'grey']

/** The class of the key beside a run that is compared, as in a chart’s legend. */
export const keyClass = ['', 'l2', 'l3', 'l4 ds'] as const
