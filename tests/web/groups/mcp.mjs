// The Model Context Protocol, by the scenarios of its conformance suite that apply to a server of tools that only read. Not
// applicable are those on resources, prompts, completion, logging, sampling, elicitation and subscription, none of which it
// offers, those that call tools of the suite's own, and those on sessions, which it does not keep.
import { fileURLToPath } from 'node:url';
import { ensure } from '../checks.mjs';
import { run } from '../command.mjs';

const suite = fileURLToPath(new URL('../node_modules/@modelcontextprotocol/conformance/dist/index.js', import.meta.url));
const scenarios = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'];

export default async function mcp(checks, { invented, curated }) {
  for (const scenario of scenarios) {
    await checks.check(`mcp-${scenario}`, async () => {
      const { output } = await run(process.execPath, [suite, 'server', '--url', `${invented.web}/mcp`, '--scenario', scenario]);
      ensure(/Passed: [1-9]\d*\/\d+, 0 failed, 0 warnings/.test(output), output.slice(-500));
    });
  }

  await checks.check('mcp-is-off-unless-it-is-on', async () => {
    const { status } = await fetch(`${curated.web}/mcp`, { method: 'POST' });
    ensure(status === 404, `${status}`);
  });
}
