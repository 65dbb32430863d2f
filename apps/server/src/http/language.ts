import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Language } from '#kernel';

/** Chinese unless the caller prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => {
    const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
    return { tag: tag.toLowerCase(), quality: Number(quality.replace('q=', '')) || 0 };
  });
  const quality = (language: string) => Math.max(0, ...wanted.filter(({ tag }) => tag.startsWith(language)).map((entry) => entry.quality));
  return quality('en') > quality('zh') ? 'en' : 'zh';
}

/** The language that the caller wants to be answered in. */
export const In = createParamDecorator((_data: unknown, context: ExecutionContext): Language =>
  languageOf(context.switchToHttp().getRequest<FastifyRequest>().headers['accept-language']),
);
