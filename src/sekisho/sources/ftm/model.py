"""The schemata of FollowTheMoney and the types of their properties, as a table of facts.

Decides which schemata are parties. The table holds names, parents and types only; it was checked against version 4.11.2 of
the followthemoney library, which Sekisho does not need to read or write its format. Refuses to know what a value may be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_PARTIES: Final = ("LegalEntity", "Asset", "CryptoWallet", "Address")
_NO_PARTIES: Final = ("Contract",)

# A schema and its parents; below it the type and the names of the properties that it adds.
_TABLE: Final = """
Address Thing
  address full
  identifier googlePlaceId osmId
  number latitude longitude
  string city postOfficeBox postalCode region remarks state street street2
Airplane Vehicle
  identifier icaoCode serialNumber
  string manufacturer
Analyzable
  address locationMentioned
  country detectedCountry
  email emailMentioned
  identifier ibanMentioned
  ip ipMentioned
  language detectedLanguage
  name companiesMentioned namesMentioned peopleMentioned
  phone phoneMentioned
Article Document
Asset Thing Value
Associate Interval
  entity associate person
  string relationship
Audio Document
  number duration samplingRate
BankAccount Asset
  date balanceDate closingDate maxBalanceDate openingDate
  entity bank
  identifier accountNumber bic iban
  number balance maxBalance
  string accountType bankAddress bankName
Call Interval
  entity caller receiver
  number duration
  phone callerNumber receiverNumber
CallForTenders Interval Thing
  date awardNoticeDate awardingDate clarificationDeadline contractNoticeDate publicationDate submissionDeadline
  entity authority onBehalfOf tenderers
  identifier authorityReferenceId callId cpvCode nutsCode
  number maximumNumberOfLots numberOfLots
  string awardedInLots certificationCheck directive euFunding evaluationMechanism fallsUnderGPPScope involvesOutcome
  string lotsNames multipleTenders paymentOptions procedure procurementType relationToThreshold reverseAuctionsIncluded
  string tendersForLots title
  url tedUrl
Company Asset Organization
  identifier bikCode cikCode coatoCode fnsCode ipoCode irsCode isinCode jibCode kppCode mbsCode pfrNumber ricCode ticker
  identifier voenCode
  number capital
  string caemCode fssCode okopfCode oksmCode
Contract Asset
  date contractDate
  entity authority project
  language language
  string cancelled classification criteria method noticeId numberAwards procedure procedureNumber status title type
ContractAward Interest Value
  entity callForTenders contract supplier
  identifier cpvCode nutsCode
  string amended documentNumber documentType lotNumber
  text decisionReason
Control Interest
  entity controlled controller
  string controlType legalBasis
CourtCase Thing
  date closeDate fileDate
  identifier caseNumber
  string category court status type
CourtCaseParty Interest
  entity case party
CryptoWallet Thing Value
  date balanceDate creationDate
  entity holder
  identifier accountId cryptoAddress publicKey
  number balance
  string blockchain currencySymbol custodyType managingExchange privateKey
Debt Interval Value
  entity creditor debtor
Directorship Interest
  entity director organization
  string secretary
Document Analyzable Thing
  checksum contentHash
  date authoredAt date processedAt publishedAt
  entity ancestors parent
  language language translatedLanguage
  mimetype mimeType
  number fileSize
  string author crawler encoding extension fileName generator messageId processingAgent processingError processingStatus
  string title
  text bodyText translatedText
Documentation Interest
  entity document entity
EconomicActivity Interval
  country departureCountry destinationCountry originCountry tradingCountry
  entity bankAccount bankForeign bankRub contract contractHolder declarant receiver sender transport
  identifier ccdNumber vedCode
  string ccdValue customsAmount customsProcedure directionOfTransportation dollarExchRate invoiceAmount vedCodeDescription
  text goodsDescription
Email Folder PlainText HyperText
  entity emitters inReplyToEmail recipients
  json headers
  string bcc cc from inReplyTo sender subject threadTopic to
Employment Interest
  entity employee employer
Event Interval Analyzable Thing
  address location
  entity involved organizer
  string important
Family Interval
  entity person relative
  string relationship
Folder Document
HyperText Document
  html bodyHtml
Identification Interval
  country country
  entity holder
  identifier number
  string authority type
Image Document
  entity pictured
  string credit
Interest Interval
  string role status
Interval
  date date endDate modifiedAt retrievedAt startDate
  entity proof
  name namesMentioned
  string publisher recordId
  text description indexText summary
  url alephUrl publisherUrl sourceUrl
LegalEntity Thing
  country jurisdiction mainCountry
  date dissolutionDate incorporationDate
  email email
  entity parent
  identifier brightQueryId brightQueryOrgId bvdId dunsCode idNumber innCode leiCode licenseNumber npiCode ogrnCode okpoCode
  identifier okvedCode registrationNumber sayariId swiftBic taxNumber uniqueEntityId uscCode vatCode
  name abbreviation
  phone phone
  string classification icijId legalForm sector status taxStatus
  url opencorporatesUrl website
License Contract
  number area
  string commodities reviewDate
Membership Interest
  entity member organization
Mention
  country contextCountry
  email contextEmail
  entity document resolved
  name name
  phone contextPhone
  string detectedSchema
Message Folder PlainText Interval HyperText
  entity inReplyToMessage recipientAccount recipients sender senderAccount
  json metadata
  string inReplyTo subject threadTopic
Note Analyzable Thing
  entity entity
Occupancy Interval
  date declarationDate electionDate periodEnd periodStart
  entity holder post
  string constituency politicalGroup status
Organization LegalEntity
  identifier cageCode giiNumber imoNumber permId
Ownership Interest
  entity asset owner
  string legalBasis ownershipType percentage sharesCount sharesCurrency sharesType sharesValue
Package Folder
Page
  entity document
  language detectedLanguage
  number index
  string translatedTextLanguage
  text bodyText indexText translatedText
Pages Document
  checksum pdfHash
Passport Identification
  date birthDate
  gender gender
  identifier passportNumber personalNumber
  string birthPlace givenName surname
Payment Interval Value
  entity beneficiary beneficiaryAccount contract payer payerAccount project
  string programme sequenceNumber transactionNumber
  text purpose
Person LegalEntity
  country birthCountry citizenship nationality
  date birthDate deathDate
  gender gender
  identifier passportNumber socialSecurityNumber
  language spokenLanguage
  number height weight
  string appearance birthPlace education ethnicity eyeColor fatherName firstName hairColor lastName middleName motherName
  string nameSuffix political position profession religion secondName title
  text biography
PlainText Document
Position Thing
  date dissolutionDate inceptionDate
  entity organization
  number numberOfSeats
  string subnationalArea
Project Interval Thing Value
  identifier projectId
  string goal phase status
ProjectParticipant Interest
  entity participant project
PublicBody Organization
RealEstate Asset
  date createDate
  entity parent
  identifier cadastralCode registrationNumber titleNumber
  number area latitude longitude
  string censusBlock encumbrance landType propertyType tenure
Representation Interest
  entity agent client
Risk Interval
  country country
  date listingDate
  entity entity
  identifier programId
  number duration
  string authority program status
  text reason
  topic topics
  url programUrl
Sanction Interval
  country country
  date listingDate
  entity entity
  identifier authorityId programId unscId
  number duration
  string authority program provisions status
  text reason
  url programUrl
Security Asset
  date issueDate maturityDate
  entity issuer
  identifier figiCode isin registrationNumber ticker
  string classification collateral type
Similar
  entity candidate match
  number confidenceScore
  string criteria matcher
Succession Interest
  entity predecessor successor
Table Document
  checksum csvHash
  json columns
  number rowCount
TaxRoll Interval
  country country
  date birthDate
  entity taxee
  string givenName income surname taxPaid wealth
Territory Thing
  entity partOf
  identifier fipsCode nutsCode territoryCode zipCode
  string level
Thing
  address address
  country country
  date createdAt modifiedAt retrievedAt
  entity addressEntity proof riskSource
  identifier programId wikidataId
  name alias name previousName weakAlias
  string keywords program publisher
  text description indexText notes summary
  topic topics
  url alephUrl publisherUrl sourceUrl wikipediaUrl
Trip Event
  entity endLocation startLocation vehicle
UnknownLink Interest
  entity object subject
UserAccount Thing
  email email
  entity owner
  ip ipAddress
  phone phone
  string password service username
Value
  number amount amountEur amountUsd
  string currency
Vehicle Asset
  date buildDate deregistrationDate registrationDate
  entity operator owner
  identifier registrationNumber
  string model type
Vessel Vehicle
  country flag pastFlags
  date nameChangeDate
  identifier callSign crsNumber imoNumber mmsi
  number deadweightTonnage grossRegisteredTonnage tonnage
  string navigationArea pastTypes registrationPort
Video Document
  number duration
Workbook Folder
"""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema.

    Attributes:
        name: Its name.
        kinds: Its own name and those of all schemata that it extends.
        types: The type of each property that it has, its own and inherited ones: name, identifier, country, date, address,
            entity (the value is an id), topic, text, string, number, ...
    """

    name: str
    kinds: frozenset[str]
    types: Mapping[str, str]

    @property
    def party(self) -> bool:
        """Tell whether it may be a party, or goods, of a transaction: somebody, an asset, a wallet or an address.

        Documents, events, offices, territories and the like are things too, but nobody one trades with.
        """
        return not self.kinds.isdisjoint(_PARTIES) and self.kinds.isdisjoint(_NO_PARTIES)

    def of_type(self, kind: str) -> tuple[str, ...]:
        """Return the names of the properties of a type, in alphabetical order."""
        return tuple(sorted(name for name, own in self.types.items() if own == kind))


def _read() -> dict[str, Schema]:
    parents: dict[str, tuple[str, ...]] = {}
    own: dict[str, dict[str, str]] = {}
    schema = ""
    for line in _TABLE.strip().splitlines():
        first, *rest = line.split()
        if line.startswith(" "):
            own[schema].update(dict.fromkeys(rest, first))
        else:
            schema, parents[first], own[first] = first, tuple(rest), {}
    made: dict[str, Schema] = {}

    def make(name: str) -> Schema:
        if name not in made:
            above = [make(parent) for parent in parents[name]]
            kinds = frozenset((name,)).union(*(one.kinds for one in above))
            types: dict[str, str] = {}
            for one in above:
                types |= one.types
            made[name] = Schema(name, kinds, MappingProxyType(types | own[name]))
        return made[name]

    return {name: make(name) for name in parents}


SCHEMATA: Final[Mapping[str, Schema]] = MappingProxyType(_read())
"""Every schema by its name."""

REGIONS: Final[Mapping[str, str]] = MappingProxyType({"UA-43": "ua-cri", "UA-14": "ua-dpr", "UA-09": "ua-lpr"})
"""Regions that have a code of their own with us, and their code in FollowTheMoney."""

_GONE: Final = "ac an cp cq cs cshh csxx dd ddde dg ea eu fx ic ip su suhh ta un x-so yu yucs zr zz"
NO_COUNTRIES: Final = frozenset(_GONE.split())
"""Codes that FollowTheMoney takes, or took, for a country and that are none of today: former ones, unions, unknown."""
