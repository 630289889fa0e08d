export const bundles: Record<string, { entry: string; global: string }>;
export function bundle(
  format: 'es' | 'iife',
  stem?: string,
  entry?: string,
): Promise<{ name: string; code: string; map: string }>;
export function gzippedSize(code: string): number;
