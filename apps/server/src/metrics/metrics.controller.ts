import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Operation } from '../openapi/operation.js';
import { openMetrics } from './metrics-answer.js';
import { Metrics } from './metrics.js';
import { Standing } from './standing.js';

/** What whoever watches over this process collects from it, as OpenMetrics. */
@Controller()
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly standing: Standing,
  ) {}

  @Get('metrics')
  @Operation({
    summary: '指标 What this process measures, as OpenMetrics',
    description: 'Free of personal data.',
    needs: 'nothing',
    answer: openMetrics,
  })
  async getMetrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    await this.standing.take();
    void reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
