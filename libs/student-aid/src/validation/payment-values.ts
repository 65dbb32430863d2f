import { isBankCard } from '../numbers/bank-card.js';
import { Holding, IdNumber, Text } from './rules.js';

/** 打款 */
export class PaymentValues {
  @Text(50) payeeName?: string | null;
  @IdNumber() payeeIdNumber?: string | null;
  @Text(100) bank?: string | null;
  @Holding('wrong-card-number', isBankCard) cardNumber?: string | null;
}
