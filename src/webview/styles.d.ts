/** esbuild turns an imported stylesheet into the bundle's own, dist/layout.css. */
declare module '*.css';
