import { seedsOf, testSeeds } from './seeds.js';

testSeeds(seedsOf(1, 2));
