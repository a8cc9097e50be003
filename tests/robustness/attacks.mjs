// Every attack, by the name it has in cases.txt.
import * as calls from './calls.mjs';
import { faultsTold } from './faults.mjs';
import * as limits from './limits.mjs';
import { logUnread } from './log.mjs';
import * as requests from './requests.mjs';
import * as searches from './searches.mjs';
import * as web from './web.mjs';
import * as windows from './windows.mjs';

export const attacks = {
  'search-refused': searches.searchRefused,
  'search-repeated': searches.searchRepeated,
  'search-dearest': searches.searchDearest,
  'search-reset': searches.searchReset,
  'search-cut': searches.searchCut,
  'search-deadline': searches.searchDeadline,
  'window-zero': windows.windowZero,
  'window-zero-pages': windows.windowZeroPages,
  'window-zero-claims': windows.windowZeroClaims,
  'window-zero-pieces': windows.windowZeroPieces,
  'window-zero-spread': windows.windowZeroSpread,
  'window-by-bytes': windows.windowByBytes,
  'socket-unread': windows.socketUnread,
  'pages-read': windows.pagesRead,
  'requests-swelling': requests.requestsSwelling,
  'requests-needless': requests.requestsNeedless,
  'requests-unfinished': requests.requestsUnfinished,
  'requests-held': requests.requestsHeld,
  'requests-spread': requests.requestsSpread,
  'frames-flood': requests.framesFlood,
  'calls-begun': calls.callsBegun,
  'calls-with-headers': calls.callsWithHeaders,
  'calls-unread': calls.callsUnread,
  'web-pages': web.webPages,
  'web-exports': web.webExports,
  'web-watches': web.webWatches,
  'web-bodies': web.webBodies,
  'web-read': web.webRead,
  'limit-connections': limits.limitConnections,
  'limit-streams': limits.limitStreams,
  'limit-watches': limits.limitWatches,
  'limit-heavy': limits.limitHeavy,
  'limit-slow-bodies': limits.limitSlowBodies,
  'limit-stalled': limits.limitStalled,
  'limit-rate': limits.limitRate,
  'faults-told': faultsTold,
  'log-unread': { alone: logUnread },
};
