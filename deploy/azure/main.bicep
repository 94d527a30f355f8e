// jml-bridge on Azure Container Apps with PostgreSQL Flexible Server. README.md in ../ says how to
// deploy it, and what must be there before: a resource group, a Key Vault and an image.
targetScope = 'resourceGroup'

@description('Start of the name of everything that is made.')
@minLength(3)
@maxLength(20)
param name string = 'jml-bridge'

@description('Where everything is made.')
param location string = resourceGroup().location

@description('The image, with its registry and a tag or digest.')
param image string

@description('Registry that the identity may pull from (role AcrPull), such as acme.azurecr.io; empty for a public one.')
param registryServer string = ''

@description('A Key Vault in this resource group that uses roles (RBAC). It holds the secrets below and gets the address of the database.')
param vaultName string

@description('Names of secrets in the vault. Each becomes an environment variable: servicenow-webhook-secret is SERVICENOW_WEBHOOK_SECRET.')
param secretNames string[] = [
  'servicenow-client-secret'
  'servicenow-webhook-secret'
]

@description('bridge.yaml. Secrets in it are names of environment variables, as in \${SERVICENOW_CLIENT_SECRET}.')
param bridgeConfig string = loadTextContent('bridge.yaml')

@description('Replicas that always run. Their number does not follow the load: one of them submits, and all of them take deliveries.')
@minValue(1)
@maxValue(20)
param replicas int = 2

@description('CPU cores of a replica; 1 core goes with 2 GiB of memory.')
@allowed(['0.25', '0.5', '1.0', '2.0'])
param cpu string = '0.5'

@description('Host name of your own for webhooks, such as jml.example.com; empty for the name that Azure gives.')
param webhookHost string = ''

@description('Resource id of a certificate in the environment for that host name; empty for a managed one, which must be made once the name leads here.')
param webhookCertificateId string = ''

@description('Address space of the network that is made.')
param addressPrefix string = '10.40.0.0/22'

@description('Name of the owner of the database.')
param databaseOwner string = 'jml_owner'

@description('Password of the owner of the database.')
@secure()
@minLength(24)
param databaseOwnerPassword string

@description('Name of a secret in the vault with the address of a role that may only read and write rows; empty to serve as the owner.')
param databaseUrlSecret string = ''

@description('Size of the database server.')
param databaseSku { name: string, tier: 'Burstable' | 'GeneralPurpose' | 'MemoryOptimized' } = {
  name: 'Standard_D2ds_v5'
  tier: 'GeneralPurpose'
}

@description('A second database server in another zone that takes over; not with a Burstable size.')
@allowed(['Disabled', 'SameZone', 'ZoneRedundant'])
param databaseHighAvailability string = 'ZoneRedundant'

@description('Days into the past that the database can be restored to.')
@minValue(7)
@maxValue(35)
param backupRetentionDays int = 35

@description('Keep backups in the paired region too. Cannot be changed later.')
param geoRedundantBackup bool = false

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Tags of everything that is made.')
param tags object = {}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: name
    location: location
    addressPrefix: addressPrefix
    tags: tags
  }
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    name: name
    location: location
    vaultName: vaultName
    tags: tags
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: name
    location: location
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseDnsZoneId
    vaultName: vaultName
    owner: databaseOwner
    ownerPassword: databaseOwnerPassword
    sku: databaseSku
    highAvailability: databaseHighAvailability
    backupRetentionDays: backupRetentionDays
    geoRedundantBackup: geoRedundantBackup
    tags: tags
  }
}

module containerEnvironment 'modules/environment.bicep' = {
  name: 'environment'
  params: {
    name: name
    location: location
    subnetId: network.outputs.appsSubnetId
    logRetentionDays: logRetentionDays
    zoneRedundant: databaseHighAvailability == 'ZoneRedundant'
    tags: tags
  }
}

module bridge 'modules/bridge.bicep' = {
  name: 'bridge'
  params: {
    name: name
    location: location
    environmentName: containerEnvironment.outputs.name
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    image: image
    registryServer: registryServer
    vaultName: vaultName
    secretNames: secretNames
    databaseUrlSecret: empty(databaseUrlSecret) ? database.outputs.ownerUrlSecret : databaseUrlSecret
    databaseOwnerUrlSecret: database.outputs.ownerUrlSecret
    bridgeConfig: bridgeConfig
    replicas: replicas
    cpu: cpu
    webhookHost: webhookHost
    webhookCertificateId: webhookCertificateId
    tags: tags
  }
}

@description('Deliveries go here, with the name of a connection at the end.')
output webhooks string = bridge.outputs.webhooks

@description('The identity whose service principal needs the permissions in Microsoft Graph.')
output identityPrincipalId string = identity.outputs.principalId

@description('The job that brings the tables up to date: az containerapp job start --name …')
output migrationJob string = bridge.outputs.migrationJob

@description('Where the database answers, inside the network.')
output databaseHost string = database.outputs.host
