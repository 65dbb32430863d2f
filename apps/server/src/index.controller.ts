import { Controller, Get, Header } from '@nestjs/common';

const PAGE = `<!doctype html>
<html lang="zh">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>会签 Countersign</title>
<style>body{font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}code{background:#f2f2f2;padding:.1em .3em}</style>
<h1>会签 Countersign</h1>
<p>谁审核，谁负责。Whoever reviews is responsible.</p>
<p><strong>仅限示例数据：本版本的数据目录以明文保存个人信息。</strong><br>Sample data only: this version keeps personal data in clear.</p>
<ul>
<li><a href="/health/ready">/health/ready</a></li>
<li><code>/api/villages/{code}?cycle=2020-2021</code>，<code>/api/schools/{code}?cycle=2020-2021</code></li>
<li><code>/api/records?cycle=2020-2021&amp;village=…&amp;category=registered</code>，<code>/api/records/{id}</code>，<code>/api/records/{id}/history</code></li>
<li><code>/api/findings?cycle=2020-2021</code></li>
</ul>
</html>
`;

/** A first page that says what is here; the pages for people come later. */
@Controller()
export class IndexController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  index(): string {
    return PAGE;
  }
}
