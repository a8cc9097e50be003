// The OpenAPI description, by Redocly's recommended rules.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensure } from '../checks.mjs';
import { run } from '../command.mjs';

const redocly = fileURLToPath(new URL('../node_modules/@redocly/cli/bin/cli.js', import.meta.url));

export default async function openapi(checks, { invented }) {
  const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  const file = join(folder, 'openapi.json');
  try {
    const described = await invented.json('/v1/openapi.json');
    writeFileSync(file, JSON.stringify(described));
    await checks.check('openapi-breaks-no-rule', async () => {
      const { status, output } = await run(process.execPath, [redocly, 'lint', file, '--format=summary']);
      ensure(status === 0, output);
    });

    // It must be able to find one that is broken.
    await checks.check('openapi-rules-are-heeded', async () => {
      writeFileSync(file, JSON.stringify({ ...described, paths: { '/x/{y}': { get: { responses: {} } } } }));
      const { status } = await run(process.execPath, [redocly, 'lint', file, '--format=summary']);
      ensure(status !== 0, 'a description that breaks rules is let pass');
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
