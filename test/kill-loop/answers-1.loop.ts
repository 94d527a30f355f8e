import { testSpoils } from './answers.js';

testSpoils(0, 2);
