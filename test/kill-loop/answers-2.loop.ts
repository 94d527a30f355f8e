import { testSpoils } from './answers.js';

testSpoils(1, 2);
