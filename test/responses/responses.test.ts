/**
 * What a client of OpenAI's Responses API may expect of a gateway, whatever protocol stands behind it. The official
 * client is one of those that ask; the platforms refuse what a strict one would.
 */

import './cases/codex.ts';
import './cases/custom-tools.ts';
import './cases/errors.ts';
import './cases/history.ts';
import './cases/media.ts';
import './cases/reasoning.ts';
import './cases/settings.ts';
import './cases/streams.ts';
import './cases/text.ts';
import './cases/tools.ts';
