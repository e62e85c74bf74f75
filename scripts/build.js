// npm run build: TypeScript of src/ to dist/, the web interface of web/ to dist/web/.

import { build, ensureInstalled } from './ensure.js';

ensureInstalled();
build();
