// Says what UnoCSS makes of classes: a JSON list on standard input, an object of
// [selector, declarations] by class on standard output.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.argv[2] + '/')
const load = name => import(pathToFileURL(require.resolve(name)))
const { createGenerator } = await load('@unocss/core')
const preset = (await load('@unocss/preset-wind3')).default

let input = ''
for await (const chunk of process.stdin) input += chunk
const uno = await createGenerator({ presets: [preset()], envMode: 'build' })
const out = {}
for (const name of JSON.parse(input)) {
  const utils = await uno.parseToken(name)
  if (utils) out[name] = utils.map(u => [u[1] ?? '', u[2], u[3] ?? ''])
}
process.stdout.write(JSON.stringify(out))
