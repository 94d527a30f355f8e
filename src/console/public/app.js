import './ages.js';
import './copy.js';
import './filters.js';
import './keys.js';
import './live.js';
