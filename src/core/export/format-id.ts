/** The names of the formats that maps are written in. */
export type FormatId = 'maps' | 'smaps' | 'csv' | 'json' | 'markdown';
