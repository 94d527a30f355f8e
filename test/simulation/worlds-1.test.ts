import { seedsOf, testSeeds } from './seeds.js';

testSeeds(seedsOf(0, 2));
