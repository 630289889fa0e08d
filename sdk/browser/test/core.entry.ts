export { start } from '../src/page/start';
