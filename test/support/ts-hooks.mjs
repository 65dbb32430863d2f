// Lets a child process of a spec run TypeScript sources that have no decorators: types are stripped by Node, `#room` and `.js` find the `.ts`.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

registerHooks({
  resolve(specifier, context, next) {
    const room = /^#([a-z-]+)$/.exec(specifier)?.[1];
    if (room !== undefined) return next(pathToFileURL(`${root}libs/${room}/src/index.ts`).href, context);
    if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL !== undefined) {
      const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
      if (existsSync(source)) return next(source.href, context);
    }
    return next(specifier, context);
  },
});
