// npm start: installs and builds what is missing, then starts the gateway. Arguments after `--` are passed on.

import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root, runToTheEnd } from './ensure.js';

ensureInstalled();
ensureBuilt();
runToTheEnd(node, [join(root, 'bin/redwolf.js'), 'start', ...process.argv.slice(2)]);
