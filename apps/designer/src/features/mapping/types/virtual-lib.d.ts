declare module 'virtual:typescript-lib' {
  /** Declarations of the language by file name: `lib.es2024.d.ts` and what it refers to. */
  export const libFiles: Readonly<Record<string, string>>;
}
