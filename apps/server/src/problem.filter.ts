import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemOf, Refusal, type Catalogue, type Language, type Problem } from '#kernel';

/** Chinese unless the caller prefers English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '').split(',').map((part) => {
    const [tag = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
    return { tag: tag.toLowerCase(), quality: Number(quality.replace('q=', '')) || 0 };
  });
  const quality = (language: string) => Math.max(0, ...wanted.filter(({ tag }) => tag.startsWith(language)).map((entry) => entry.quality));
  return quality('en') > quality('zh') ? 'en' : 'zh';
}

/** Every error leaves as RFC 9457 problem details; what is no refusal is logged without its request and answered without detail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  constructor(private readonly catalogue: Catalogue) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const language = languageOf(request.headers['accept-language']);
    const problem = this.problem(error, language);
    if (error instanceof Refusal && error.kind === 'unavailable') void reply.header('retry-after', '1');
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('content-language', language)
      .send(JSON.stringify(problem));
  }

  private problem(error: unknown, language: Language): Problem {
    if (error instanceof Refusal) return problemOf(error, this.catalogue, language);
    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (status >= 500) this.logger.error(error instanceof Error ? error.stack : String(error));
    const title = status >= 500 ? { zh: '服务器内部错误', en: 'Internal error' } : { zh: '请求不正确', en: 'Bad request' };
    return { type: 'about:blank', title: title[language], status, detail: title[language], code: `http-${status}` };
  }
}
