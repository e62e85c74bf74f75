/**
 * What a client of OpenAI's chat completions may expect of a gateway, whatever protocol stands behind it. The official
 * client is one of those that ask; the platforms refuse what a strict one would.
 */

import './cases/errors.ts';
import './cases/media.ts';
import './cases/models.ts';
import './cases/reasoning.ts';
import './cases/text.ts';
import './cases/tools.ts';
