export function bundle(format: 'es' | 'iife', entry?: string): Promise<{ name: string; code: string; map: string }>;
export function gzippedSize(code: string): number;
